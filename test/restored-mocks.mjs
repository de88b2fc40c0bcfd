import { addEventHandler } from 'jest-circus';

/** The files that are told already, by their outermost block. */
const told = new WeakSet();

/** Undoes what a file has replaced when it ends, as the next one runs in the same process. */
addEventHandler(({ name }, { rootDescribeBlock: root }) => {
  if (name === 'add_test' && !told.has(root)) {
    told.add(root);
    root.hooks.push({ type: 'afterAll', fn: () => globalThis.jest.restoreAllMocks(), parent: root });
  }
});
