import { addEventHandler } from 'jest-circus';

/** Milliseconds. Against tests that hang: those that are slow on a busy machine pass. */
const LIMIT = 300_000;

/** As they are before a test replaces them. */
const { setTimeout, clearTimeout } = globalThis;

/** Lets a test or a hook fail that has not ended within the limit, which the shared runner does not know of. */
function limited(run) {
  return async () => {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not ended after ${LIMIT / 1000} seconds`)), LIMIT);
    });
    try {
      return await Promise.race([run(), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

addEventHandler(({ name }, { currentDescribeBlock: block }) => {
  const added = { add_test: block.children, add_hook: block.hooks }[name]?.at(-1);
  if (added?.fn) {
    added.fn = limited(added.fn);
  }
});
