from setuptools import setup

setup(name="pictures", packages=["pictures"])
