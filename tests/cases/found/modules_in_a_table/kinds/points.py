class Trainer:
    def __init__(self, net, optimizer):
        self.net, self.optimizer = net, optimizer

    def train_step(self, batch):
        self.net.train()
        self.optimizer.zero_grad()
        self.net(batch.cuda()).sum().backward()
        self.optimizer.step()
