from feed import load

if __name__ == "__main__":
    for batch in load(range(100), deterministic=True):
        print(batch)
