// The same bindings with cdk8s-plus, which writes manifests for kubectl; JavaScript, as its types are installed on demand.
const { App, Chart } = require('cdk8s');
const { ClusterRole, Group, RoleBinding, User } = require('cdk8s-plus-33');
const { grants } = require('./grants');

const app = new App({ outdir: process.env.CDKTF_OUTDIR });
const chart = new Chart(app, 'bindings');

const once = new Map();

/** Roles and subjects are constructs there, so each is made once. */
function shared(kind, name, make) {
  const key = `${kind}-${name}`;
  if (!once.has(key)) {
    once.set(key, make(key));
  }
  return once.get(key);
}

for (const { name, namespace, role, users, group } of grants(Number(process.argv[2]))) {
  const binding = new RoleBinding(chart, name, {
    metadata: { name, namespace },
    role: shared('role', role, (id) => ClusterRole.fromClusterRoleName(chart, id, role)),
  });
  binding.addSubjects(
    ...[...users].sort().map((user) => shared('user', user, (id) => User.fromName(chart, id, user))),
    shared('group', group, (id) => Group.fromName(chart, id, group)),
  );
}
app.synth();
