import { expect } from 'vitest';
import { accessMatchers } from './matchers.js';

export { accessMatchers, accessOf } from './index.js';

expect.extend(accessMatchers);
