/**
 * Served in place of the checkout's file of this name, which is meant for that: how testharness.js reports to whoever runs it.
 * https://web-platform-tests.org/writing-tests/testharness-api.html
 */

// The runner keeps the time: machines differ.
setup({ output: false, explicit_timeout: true });

/** Resolves when the last test is over. */
window.testharnessCompletion = new Promise((resolve) => {
  add_completion_callback((tests, { status, message }) => {
    resolve({ status, message, tests: tests.map(({ name, status, message }) => ({ name, status, message })) });
  });
});
