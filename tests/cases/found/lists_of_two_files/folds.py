def grouped(rows):
    splits = []
    for start in range(0, len(rows), 10):
        splits.append({"train": rows[:start], "val": rows[start:]})
    return splits
