from records import Records


def main(net):
    records = Records("a.bin")
    for record in records:
        net(record)


if __name__ == "__main__":
    main(print)
