/*
 * Preloaded by tests/sanitize: keeps every loaded library in place, as the leak checker can neither name nor suppress what a
 * library has left behind once it is gone.
 */

int dlclose (void *handle);

int
dlclose (void *handle)
{
  (void) handle;

  return 0;
}
