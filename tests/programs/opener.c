/* A preload whose constructor, behind ours, opens a file at descriptor 3 that is no channel. */
#include <fcntl.h>
#include <unistd.h>

__attribute__((constructor)) static void open_three(void) {
    int opened = open("opened", O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (opened >= 0 && opened != 3) {
        dup2(opened, 3);
        close(opened);
    }
}
