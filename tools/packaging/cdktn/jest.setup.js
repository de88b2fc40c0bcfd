const { name } = require('cdktf/package.json');

if (name !== 'cdktn') {
  throw new Error(`the tests run with ${name}, not with cdktn`);
}

// What a project says in cdktf.json, and `cdktn` passes on: without it, write-only arguments are refused.
const targetVersions = { terraform: '>=1.11.0', opentofu: '>=1.11.0' };
process.env.CDKTF_CONTEXT_JSON = JSON.stringify({ targetVersions });
