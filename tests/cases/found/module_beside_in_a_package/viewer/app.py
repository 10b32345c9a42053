from data import loader_for

for batch in loader_for(list(range(100))):
    print(batch)
