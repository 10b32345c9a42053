from rows import Questions
from unseen import SentenceTrainer


class OurTrainer(SentenceTrainer):
    pass


def warm_up(model, optimizer, rows):
    for row in rows:
        model(row).backward()
        optimizer.step()


def main(read, model, optimizer):
    questions = Questions(read("train.json"))
    warm_up(model, optimizer, questions.rows)
    OurTrainer(model, questions).run()
