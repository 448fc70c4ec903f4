/* A library with nothing in it: what any preload costs. */
int empty;
