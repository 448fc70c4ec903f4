/* embed HOW SCRIPT: a program that has a Python in it, and ends with 9. HOW: plain, no_site, isolated,
   again (the script runs in a second interpreter, after the end of the first), sub (in one beside the
   first), thread (not the main one). With LATE its libpython, which LIBRARY names, is loaded when the
   program runs, as plug-ins are. PACKAGES is the folder of what the script imports. */
#ifdef LATE
#include <dlfcn.h>
#else
#include <Python.h>
#endif
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *how, *script;

static int is(const char *name) { return strcmp(how, name) == 0; }

/* It goes on when the script has called sys.exit. */
static char *code(void) {
    static char text[8192];
    snprintf(text, sizeof text,
             "import os, runpy, sys\n"
             "sys.path.append(os.environ['PACKAGES'])\n"
             "try: runpy.run_path('%s', run_name='__main__')\n"
             "except SystemExit: pass\n",
             script);
    return text;
}

#ifdef LATE
int main(int argc, char **argv) {
    how = argv[1], script = argv[2];
    void *library = dlopen(getenv("LIBRARY"), RTLD_NOW | RTLD_GLOBAL);
    if (!library)
        return puts(dlerror()), 1;
    ((void (*)(void))dlsym(library, "Py_Initialize"))();
    ((int (*)(const char *))dlsym(library, "PyRun_SimpleString"))(code());
    ((int (*)(void))dlsym(library, "Py_FinalizeEx"))();
    return 9;
}
#else
static void initialize(void) {
    PyConfig config;
    if (is("isolated"))
        PyConfig_InitIsolatedConfig(&config);
    else
        PyConfig_InitPythonConfig(&config);
    config.site_import = !is("no_site");
    PyStatus status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status))
        Py_ExitStatusException(status);
}

static void *run(void *nothing) {
    PyGILState_STATE state = PyGILState_Ensure();
    PyRun_SimpleString(code());
    PyGILState_Release(state);
    return NULL;
}

int main(int argc, char **argv) {
    how = argv[1], script = argv[2];
    initialize();
    if (is("again")) {
        PyRun_SimpleString("import sys; print(sys.path, sys.builtin_module_names)");
        Py_FinalizeEx();
        initialize();
    }
    if (is("sub")) {
        PyThreadState *first = PyThreadState_Get(), *second = Py_NewInterpreter();
        PyRun_SimpleString(code());
        Py_EndInterpreter(second);
        PyThreadState_Swap(first);
    } else if (is("thread")) {
        PyThreadState *state = PyEval_SaveThread();
        pthread_t thread;
        pthread_create(&thread, NULL, run, NULL);
        pthread_join(thread, NULL);
        PyEval_RestoreThread(state);
    } else
        PyRun_SimpleString(code());
    Py_FinalizeEx();
    return 9;
}
#endif
