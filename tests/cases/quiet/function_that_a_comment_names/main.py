import images

images.prepare(["a.jpg"])
# images.show(["a.jpg"])
