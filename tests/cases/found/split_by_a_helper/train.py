from parts import split

if __name__ == "__main__":
    train_set, held_out = split(range(100))
