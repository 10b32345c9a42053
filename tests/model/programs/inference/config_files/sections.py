"""Settings in sections."""

import configparser

config = configparser.ConfigParser()
config.read("config.ini")
config["data"]["batch_size"]  #? '16'
config["data"]["path"]  #? ?
int(config["data"]["workers"])  #? 2
config.getint("data", "batch_size")  #? 16
config.getboolean("data", "shuffle")  #? True
config.get("data", "workers")  #? '2'
config.getint("data", "shuffle")  #? configparser.ConfigParser.getint()
config.getint("gone", "workers")  #? configparser.ConfigParser.getint()

empty = configparser.ConfigParser()
empty["data"]["workers"]  #? ?
