/* CUDA's driver as far as we ask it, for a card that the compiler's command line describes: COUNT, MAJOR, MINOR,
   FREE (MiB); INIT is what cuInit returns, VERSION the driver's (11060 if not given). OLD leaves out a function. */
#include <stddef.h>
#include <string.h>

int cuInit(unsigned flags) { return INIT; }

#ifndef VERSION
#define VERSION 11060
#endif

int cuDriverGetVersion(int *version) {
  *version = VERSION;
  return 0;
}

int cuDeviceGetCount(int *count) {
  *count = COUNT;
  return 0;
}

int cuDeviceGet(int *device, int ordinal) {
  *device = ordinal;
  return 0;
}

int cuDeviceGetName(char *name, int length, int device) {
  strncpy(name, "Fake Card", length);
  return 0;
}

int cuDeviceTotalMem_v2(size_t *bytes, int device) {
  *bytes = (size_t) 24576 << 20;
  return 0;
}

int cuDeviceGetAttribute(int *value, int attribute, int device) {
  *value = attribute == 75 ? MAJOR : attribute == 76 ? MINOR : 0;
  return 0;
}

int cuDevicePrimaryCtxRetain(void **context, int device) {
  *context = "context";
  return 0;
}

int cuDevicePrimaryCtxRelease_v2(int device) { return 0; }

int cuCtxPushCurrent_v2(void *context) { return 0; }

int cuCtxPopCurrent_v2(void **context) { return 0; }

#ifndef OLD
int cuMemGetInfo_v2(size_t *free, size_t *total) {
  *free = (size_t) FREE << 20;
  return cuDeviceTotalMem_v2(total, 0);
}
#endif
