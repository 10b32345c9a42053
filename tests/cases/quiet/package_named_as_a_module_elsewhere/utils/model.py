from model import Scheduled, Small


def get_model():
    model = Small()
    return model, Scheduled(model)
