import { ClusterRoleBindingV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-binding-v1';
import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { KubernetesNamespace, RbacBinding, RbacRole, RbacSubject } from '../../lib';
import { connect } from './connected';
import { only, synth } from './synth';
import { CLUSTER_BINDING, NAMESPACE_BINDING, OPS, synthBinding } from './sample-binding';
import { GROUP } from './sample-cluster';

describe('place', () => {
  test('without a namespace the grant holds in the whole cluster', () => {
    const synthesized = synthBinding({});

    expect(only(synthesized, CLUSTER_BINDING)).toEqual({
      metadata: { name: expect.any(String) as string },
      role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subject: [{ api_group: 'rbac.authorization.k8s.io', kind: 'Group', name: GROUP, namespace: '' }],
    });
    expect(synthesized.resource[NAMESPACE_BINDING]).toBeUndefined();
  });

  test('a namespace limits the grant to a RoleBinding', () => {
    const synthesized = synthBinding({ namespace: 'shop' });

    expect(only(synthesized, NAMESPACE_BINDING)).toMatchObject({
      metadata: { namespace: 'shop' },
      role_ref: { kind: 'ClusterRole', name: 'view' },
    });
    expect(synthesized.resource[CLUSTER_BINDING]).toBeUndefined();
  });

  test('a namespaced role is bound in its namespace', () => {
    const synthesized = synthBinding({ role: RbacRole.role('deployer'), namespace: 'shop' });

    expect(only(synthesized, NAMESPACE_BINDING).role_ref).toMatchObject({ kind: 'Role', name: 'deployer' });
  });

  test('a namespaced role without a namespace is refused', () => {
    expect(() => synthBinding({ role: RbacRole.role('deployer') })).toThrow(
      "role 'deployer' is namespaced but 'namespace' is not set: set it or use RbacRole.clusterRole() (at 'test/Ops')",
    );
  });

  test.each([[undefined], [null], [''], ['  ']])(
    '%j is no namespace, and not the whole cluster either',
    (namespace) => {
      expect(() => synthBinding({ namespace: namespace as string })).toThrow(
        /namespace is there and is .*: give it a value, or leave the key out for the whole cluster/,
      );
    },
  );

  test.each(['Shop', 'a_b', 'a'.repeat(64)])("'%s' is not a namespace", (namespace) => {
    expect(() => synthBinding({ namespace })).toThrow(
      `namespace '${namespace}' is not valid: use 1 to 63 lowercase letters, digits and hyphens, ` +
        "starting and ending with a letter or digit (at 'test/Ops')",
    );
  });
});

describe('name', () => {
  function defaultName(path: string[]): string {
    let name = '';
    synth((stack) => {
      connect(stack);
      const scope = path.slice(0, -1).reduce<Construct>((parent, id) => new Construct(parent, id), stack);
      name = new RbacBinding(scope, path.at(-1) ?? '', { role: RbacRole.VIEW, subjects: [OPS] }).name;
    });
    return name;
  }

  test('comes from the construct path and is the same every time', () => {
    const name = defaultName(['Shop', 'Ops Team']);

    expect(name).toMatch(/^test-shop-ops-team-[0-9a-f]{8}$/);
    expect(defaultName(['Shop', 'Ops Team'])).toBe(name);
  });

  test('differs for paths that only differ in case or punctuation', () => {
    const names = [['Shop', 'Ops'], ['Shop-Ops'], ['shop', 'ops'], ['Shop.Ops']].map(defaultName);

    expect(new Set(names).size).toBe(names.length);
  });

  test.each([[['x'.repeat(300)]], [['a'.repeat(150), 'b'.repeat(150)]], [['开发']], [['_']]])(
    'is a valid object name for the path %j',
    (path) => {
      expect(defaultName(path)).toMatch(/^(?=.{1,253}$)[a-z0-9]+(-[a-z0-9]+)*$/);
    },
  );

  test('is honoured with its case when it is given', () => {
    const synthesized = synthBinding({ name: 'Contoso-Cluster:Admins' });

    expect(only(synthesized, CLUSTER_BINDING).metadata).toEqual({ name: 'Contoso-Cluster:Admins' });
  });

  test.each(['', '.', '..', 'a/b', 'a%b'])("cannot be '%s'", (name) => {
    expect(() => synthBinding({ name })).toThrow(
      `name '${name}' is not valid: use at least one character, neither '/' nor '%', and neither '.' nor '..' alone ` +
        "(at 'test/Ops')",
    );
  });

  test('cannot be that of another binding in the same place', () => {
    expect(() =>
      synth((stack) => {
        const props = { role: RbacRole.VIEW, subjects: [OPS], name: 'admins' };
        new RbacBinding(stack, 'First', props);
        new RbacBinding(stack, 'Second', props);
      }),
    ).toThrow(
      "name 'admins' is already that of the binding 'test/First': choose another, or leave it out (at 'test/Second')",
    );
  });

  test('cannot be that of another binding in a namespace of the stack, however that is referred to', () => {
    expect(() =>
      synth((stack) => {
        connect(stack);
        const { namespaceName } = new KubernetesNamespace(stack, 'Shop', { name: 'shop' });
        const props = { role: RbacRole.VIEW, subjects: [OPS], name: 'readers' };
        new RbacBinding(stack, 'First', { ...props, namespace: namespaceName });
        new RbacBinding(stack, 'Second', { ...props, namespace: 'shop' });
      }),
    ).toThrow("name 'readers' is already that of the binding 'test/First'");
  });

  test('can be used again in another case, namespace, cluster or stack', () => {
    const build = (stack: TerraformStack): void => {
      const props = {
        role: RbacRole.VIEW,
        subjects: [OPS],
        name: 'admins',
        connection: connect(stack, 'Blue'),
      };

      new RbacBinding(stack, 'Cluster', props);
      new RbacBinding(stack, 'Case', { ...props, name: 'Admins' });
      new RbacBinding(stack, 'Shop', { ...props, namespace: 'shop' });
      new RbacBinding(stack, 'Bank', { ...props, namespace: 'bank' });
      new RbacBinding(stack, 'Green', { ...props, connection: connect(stack, 'GreenConnection') });
    };

    expect(Object.keys(synth(build).resource[CLUSTER_BINDING] ?? {})).toHaveLength(3);
    expect(Object.keys(synth(build).resource[NAMESPACE_BINDING] ?? {})).toHaveLength(2);
  });

  test('can be used again in the same place of a cluster that comes second', () => {
    expect(() =>
      synth((stack) => {
        connect(stack);
        const connection = connect(stack, 'Second');
        const props = { role: RbacRole.VIEW, subjects: [OPS], name: 'admins', connection };
        new RbacBinding(stack, 'First', props);
        new RbacBinding(stack, 'Again', props);
      }),
    ).toThrow("name 'admins' is already that of the binding 'test/First'");
  });

  test('can be used again in namespaces that only Terraform knows', () => {
    const synthesized = synth((stack) => {
      connect(stack);
      for (const id of ['First', 'Second']) {
        const namespace = new TerraformVariable(stack, `${id}Where`, { type: 'string' }).stringValue;
        new RbacBinding(stack, id, { role: RbacRole.VIEW, subjects: [OPS], name: 'admins', namespace });
      }
    });
    expect(Object.keys(synthesized.resource[NAMESPACE_BINDING] ?? {})).toHaveLength(2);
  });
});

describe('connection', () => {
  test('may be left out when the stack has one', () => {
    expect(only(synthBinding({}), CLUSTER_BINDING)).not.toHaveProperty('provider');
  });

  test('picks the provider of its cluster', () => {
    const synthesized = synth((stack) => {
      const blue = connect(stack, 'Blue');
      const green = connect(stack, 'Green');
      new RbacBinding(stack, 'OnBlue', { role: RbacRole.VIEW, subjects: [OPS], connection: blue });
      new RbacBinding(stack, 'OnGreen', {
        role: RbacRole.VIEW,
        subjects: [OPS],
        connection: green,
        namespace: 'shop',
      });
    });

    expect(only(synthesized, CLUSTER_BINDING).provider).toBe('kubernetes.Blue');
    expect(only(synthesized, NAMESPACE_BINDING).provider).toBe('kubernetes.Green');
  });

  test('left out in a stack with two is an error, whichever came first', () => {
    expect(() =>
      synth((stack) => {
        connect(stack, 'Blue');
        new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, subjects: [OPS] });
        connect(stack, 'Green');
      }),
    ).toThrow(
      "[test/Ops] no connection, and the stack has several: pass 'connection', one of 'test/Blue' and 'test/Green'",
    );
  });

  test('of another stack is refused', () => {
    const app = Testing.app();
    const connection = connect(new TerraformStack(app, 'other'));
    const stack = new TerraformStack(app, 'access');

    expect(() => new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, subjects: [OPS], connection })).toThrow(
      "connection 'other/Kubernetes' is of stack 'other' and the binding of stack 'access': " +
        "define a KubernetesConnection in the stack of the binding (at 'access/Ops')",
    );
  });
});

test('what only Terraform knows is left to Terraform', () => {
  const synthesized = synth((stack) => {
    connect(stack);
    const value = new TerraformVariable(stack, 'Value', { type: 'string' }).stringValue;
    const user = RbacSubject.user(value);

    new RbacBinding(stack, 'Ops', {
      role: RbacRole.role(value),
      subjects: [user, user, RbacSubject.serviceAccount(value, 'deployer')],
      namespace: value,
      name: value,
    });
    new RbacBinding(stack, 'Again', {
      role: RbacRole.VIEW,
      subjects: [OPS],
      namespace: value,
      name: `${value}-x`,
    });
  });
  const bindings = synthesized.resource[NAMESPACE_BINDING] ?? {};

  expect(Object.values(bindings)).toContainEqual(
    expect.objectContaining({
      metadata: { name: '${var.Value}', namespace: '${var.Value}' },
      role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'Role', name: '${var.Value}' },
      subject: [
        { api_group: 'rbac.authorization.k8s.io', kind: 'User', name: '${var.Value}', namespace: '' },
        { api_group: 'rbac.authorization.k8s.io', kind: 'User', name: '${var.Value}', namespace: '' },
      ],
    }),
  );
  expect(Object.values(bindings)).toContainEqual(
    expect.objectContaining({
      metadata: { name: '${var.Value}-service-accounts', namespace: '${var.Value}' },
      subject: [{ api_group: '', kind: 'ServiceAccount', name: 'deployer', namespace: '${var.Value}' }],
    }),
  );
});

test('the default child is the resource, so that anything of it can be overridden', () => {
  const synthesized = synth((stack) => {
    connect(stack);
    const inCluster = new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, subjects: [OPS] });
    const inNamespace = new RbacBinding(stack, 'Shop', {
      role: RbacRole.VIEW,
      subjects: [OPS],
      namespace: 'shop',
    });

    (inCluster.node.defaultChild as ClusterRoleBindingV1).addOverride('metadata.labels', { team: 'ops' });
    (inNamespace.node.defaultChild as RoleBindingV1).lifecycle = { preventDestroy: true };
  });

  expect(only(synthesized, CLUSTER_BINDING).metadata).toMatchObject({ labels: { team: 'ops' } });
  expect(only(synthesized, NAMESPACE_BINDING).lifecycle).toEqual({ prevent_destroy: true });
});
