from rows import Questions
from unseen import SentenceTrainer


def warm_up(model, optimizer, rows):
    for row in rows:
        model(row).backward()
        optimizer.step()


def main(read, model, optimizer):
    questions = Questions(read("train.json"))
    warm_up(model, optimizer, questions.rows)
    SentenceTrainer(model, questions).run()
