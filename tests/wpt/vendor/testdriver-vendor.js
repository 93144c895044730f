/** Served in place of the checkout's file of this name, which is meant for that: what tests ask of the browser from outside. */

test_driver_internal.set_permission = async ({ descriptor, state }) => {
  // How the runner starts every browser.
  if (descriptor.name === 'background-fetch' && state === 'granted') return;
  throw new Error(`set_permission(${descriptor.name}, ${state}) is not implemented`);
};
