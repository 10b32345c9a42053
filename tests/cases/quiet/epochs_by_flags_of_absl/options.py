from absl import flags

flags.DEFINE_integer("epochs", 1, "passes over the rows")
