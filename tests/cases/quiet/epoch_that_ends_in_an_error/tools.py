def show_losses(losses):
    print(sum(losses) / len(losses))
