const { name } = require('cdktf/package.json');

if (name !== 'cdktn') {
  throw new Error(`the tests run with ${name}, not with cdktn`);
}
