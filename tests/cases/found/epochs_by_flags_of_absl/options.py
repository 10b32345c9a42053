from absl import flags

flags.DEFINE_integer("epochs", 10, "passes over the rows")
