options = {"workers": 0}
