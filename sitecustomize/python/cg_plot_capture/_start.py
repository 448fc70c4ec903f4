def arm():
    import sys
    sys.armed = True
