/* A disk as the kernel shows it after a failed fsync: what could not be written is lost, counts as
 * written, and is still read back until the power goes. Beside each file of the database stands
 * FILE.kept, which holds only what an fsync really kept. Loaded with LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE 4096
#define PAGES 262144 /* 1 GiB */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* One byte a page, on disk so that it survives the process as the page cache does. */
static unsigned char *dirty[2];

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int);

__attribute__((constructor)) static void begin(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
}

/* 0 for the database, 1 for its log, -1 for anything else. */
static int which(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, 900);
  if (length < 0) return -1;
  path[length] = 0;
  if (length > 3 && !strcmp(path + length - 3, ".db")) return 0;
  if (length > 7 && !strcmp(path + length - 7, ".db-wal")) return 1;
  return -1;
}

static unsigned char *map_of(int file, const char *path) {
  if (dirty[file]) return dirty[file];
  char name[1000];
  snprintf(name, sizeof name, "%s.dirty", path);
  int fd = open(name, O_RDWR | O_CREAT, 0600);
  if (fd < 0 || ftruncate(fd, PAGES)) abort();
  void *map = mmap(0, PAGES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (map == MAP_FAILED) abort();
  close(fd);
  return dirty[file] = map;
}

static void mark(int file, const char *path, off_t at, size_t count) {
  unsigned char *map = map_of(file, path);
  for (off_t page = at / PAGE; page <= (off_t)(at + count - 1) / PAGE; page++) {
    if (page >= PAGES) abort();
    map[page] = 1;
  }
}

static ssize_t write_at(int fd, const void *data, size_t count, off_t at, int moves) {
  char path[1000];
  int error = errno, file = count ? which(fd, path) : -1;
  errno = error;
  if (file < 0) return moves ? real_write(fd, data, count) : real_pwrite(fd, data, count, at);
  pthread_mutex_lock(&lock);
  if (moves) at = lseek(fd, 0, SEEK_CUR);
  ssize_t written = moves ? real_write(fd, data, count) : real_pwrite(fd, data, count, at);
  if (written > 0) mark(file, path, at, written);
  pthread_mutex_unlock(&lock);
  return written;
}

ssize_t write(int fd, const void *data, size_t count) { return write_at(fd, data, count, 0, 1); }
ssize_t pwrite64(int fd, const void *data, size_t count, off_t at) {
  return write_at(fd, data, count, at, 0);
}
ssize_t pwrite(int fd, const void *data, size_t count, off_t at) {
  return write_at(fd, data, count, at, 0);
}

/* Everything that is dirty is kept, and counts as written. */
static void keep(int fd, int file, const char *path) {
  char name[1000], page[PAGE];
  snprintf(name, sizeof name, "%s.kept", path);
  int kept = open(name, O_RDWR | O_CREAT, 0600);
  unsigned char *map = map_of(file, path);
  if (kept < 0) abort();
  for (off_t index = 0; index < PAGES; index++) {
    if (!map[index]) continue;
    ssize_t length = pread(fd, page, PAGE, index * PAGE);
    if (length > 0 && real_pwrite(kept, page, length, index * PAGE) != length) abort();
    map[index] = 0;
  }
  struct stat status;
  if (fstat(fd, &status) || ftruncate(kept, status.st_size)) abort();
  close(kept);
}

int fsync(int fd) {
  char path[1000];
  int file = which(fd, path);
  if (file < 0) return real_fsync(fd);
  const char *fails = getenv("FORGETFUL_DISK_FAILS");
  int result = 0;
  pthread_mutex_lock(&lock);
  if (fails && !access(fails, F_OK)) {
    memset(map_of(file, path), 0, PAGES); /* Lost, and clean. */
    errno = EIO;
    result = -1;
  } else {
    keep(fd, file, path);
  }
  pthread_mutex_unlock(&lock);
  return result;
}
int fdatasync(int fd) { return fsync(fd); }
