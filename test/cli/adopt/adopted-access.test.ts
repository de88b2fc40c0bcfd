import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { clusterObjects, LiveObject, nameOf } from '../../../access/live/cluster-objects';
import { configuredAccess } from '../../../access/configured/configured-access';
import { synthesizedApp } from '../../../access/configured/synthesized-app';
import { Manifest, manifests } from '../../../access/manifests/manifests';
import { adoptedAccess } from '../../../cli/adopt/rbac/adopted-access';
import { adoptRbac } from '../../../cli/adopt/rbac/adopt-rbac';
import { NO_NAMES } from '../../../cli/adopt/rbac/names';
import { rbacYaml } from '../../../cli/adopt/rbac/rbac-yaml';
import { MINIMAL } from '../../app/config/config-file';

const SET = 'test/cli/adopt/rbac-set.yaml';

const folder = mkdtempSync(join(tmpdir(), 'adopt-rbac-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** What the access stack would make of the sections, as objects of Kubernetes. */
function deployed(sections: string): Manifest[] {
  return manifests(configuredAccess(synthesizedApp(file('aks.yaml', MINIMAL + sections))));
}

const binding = (details: object): string =>
  JSON.stringify({
    kind: 'ClusterRoleBinding',
    metadata: { name: 'b' },
    roleRef: { kind: 'ClusterRole', name: 'view' },
    ...details,
  });

const adopt = (...texts: string[]) => adoptedAccess(clusterObjects(...texts), NO_NAMES);

describe('the set', () => {
  const objects = clusterObjects(readFileSync(SET, 'utf8'));
  const adopted = adoptedAccess(objects, NO_NAMES);
  const yaml = rbacYaml(adopted, false);

  test('is carried over or listed, object by object', () => {
    const entries = [...adopted.namespaces, ...adopted.roles, ...adopted.access].map(({ entry }) => entry);
    const carried = entries.map(({ name, serviceAccountsName, namespace }) =>
      [namespace, name ?? serviceAccountsName].filter(Boolean).join('/'),
    );
    const left = [...adopted.leftOut.values()].flat();
    const all = Object.values(objects.byKind).flat();

    for (const object of all) {
      const { namespace, name } = object.metadata;
      const place = [namespace, name].filter(Boolean).join('/');
      const isListed = [...adopted.notCarriedOver, ...left].some((line) => line.includes(`${place}`));
      expect({ object: nameOf(object), is: isListed || carried.includes(place) }).toEqual({
        object: nameOf(object),
        is: true,
      });
    }
    expect(entries.length + left.length + adopted.notCarriedOver.length - 1 + 2).toBe(all.length);
  });

  test('says what cannot be carried over, and why', () => {
    expect(adopted.notCarriedOver).toEqual([
      "ClusterRole nothing: it has no rules, and Terraform's provider makes no such role",
      'ClusterRole selected-by-expression: its aggregation rule has matchExpressions, and aggregateFrom of aks.yaml takes labels alone',
      "RoleBinding shop/empty: it has no subjects and grants nothing (ClusterRole view), and Terraform's provider makes no such binding",
      "RoleBinding shop/twice: User 'alice@contoso.com' is in it twice: name it once, and adopt again",
      'service accounts, which aks.yaml has no key for; they stay as they are: ci/deployer, shop/web',
    ]);
    expect(adopted.notes).toEqual([
      "Namespace shop keeps pod-security.kubernetes.io/enforce: Terraform's provider leaves what is of kubernetes.io alone",
      'RoleBinding ci/to-a-missing-role grants nothing, because there is no Role ci/gone',
    ]);
  });

  test('leaves to others what they have made, with the mark by which it is theirs', () => {
    expect(Object.fromEntries(adopted.leftOut)).toEqual({
      AKS: [
        'ClusterRole ama-logs-reader (label addonmanager.kubernetes.io/mode)',
        'ClusterRoleBinding aks-cluster-admin-binding-aad (a name of AKS)',
        'Namespace app-routing-system (label kubernetes.azure.com/managedby)',
      ],
      Helm: ['ClusterRole ingress-nginx (release ingress-nginx)'],
      GitOps: ['RoleBinding shop/by-flux (kustomization apps of Flux)'],
      'an operator': [
        'ClusterRole by-olm (label olm.owner)',
        'RoleBinding shop/owned (owned by ConfigMap owner)',
      ],
    });
  });

  test('is the same objects again once it is synthesised', () => {
    const made = new Map(deployed(yaml).map((object) => [nameOf(object as unknown as LiveObject), object]));
    const carried = Object.values(objects.byKind)
      .flat()
      .filter((object) => made.has(nameOf(object)));
    expect(carried).toHaveLength(made.size);
    expect(made.size).toBe(adopted.namespaces.length + adopted.roles.length + adopted.access.length);

    for (const { metadata, rules, subjects, roleRef, aggregationRule, kind } of carried) {
      const { labels, annotations } = metadata;
      const expected = {
        kind,
        metadata: {
          ...metadata,
          ...(labels && { labels: { ...labels } }),
          ...(annotations && { annotations }),
        },
        ...(roleRef && { roleRef }),
        ...(subjects && { subjects }),
        ...(aggregationRule ? { aggregationRule } : rules && { rules: rules.map(unordered) }),
      };
      delete (expected.metadata.labels as Record<string, string> | undefined)?.[
        'pod-security.kubernetes.io/enforce'
      ];
      const object = made.get(nameOf({ kind, metadata }))! as unknown as LiveObject;
      expect({ ...object, ...(object.rules && { rules: object.rules.map(unordered) }) }).toMatchObject(
        JSON.parse(JSON.stringify(expected)) as object,
      );
    }
  });

  test('uses the usual keys where they say the same, and exact subjects elsewhere', () => {
    const sections = parse(yaml) as { access: Record<string, unknown>[] };
    const entry = (name: string) =>
      sections.access.find((one) => one.name === name || one.serviceAccountsName === name);

    expect(entry('developers')).toEqual({
      name: 'developers',
      import: true,
      clusterRole: 'edit',
      namespace: 'shop',
      users: ['Alice@contoso.com', 'bob@contoso.com'],
      servicePrincipals: ['0d4c5f0a-1b2c-4d3e-8f9a-0b1c2d3e4f50'],
      groups: ['894656e1-39f8-4bfe-b16a-510f61af6f41'],
      unsafeSystemGroups: ['system:serviceaccounts:ci'],
    });
    expect(entry('deployers')).toEqual({
      serviceAccountsName: 'deployers',
      import: true,
      role: 'restart',
      namespace: 'shop',
      serviceAccounts: ['ci/deployer', 'shop/web'],
    });
    expect(entry('prometheus')).toMatchObject({ subjects: [{ name: 'web' }, { name: 'deployer' }] });
    expect(entry('in-another-order')).toMatchObject({ role: 'restart', subjects: [{}, {}, {}] });
    expect(entry('by-an-older-terraform')).toMatchObject({
      subjects: [{ kind: 'Group', name: '5F1C0B7A-6A0E-4C0D-9F3B-0C8A2D4E6F10', namespace: 'default' }],
    });
  });
});

/** Lists of a rule in order, as the provider keeps those of a Role as sets. */
function unordered(rule: object): object {
  return Object.fromEntries(
    Object.entries(rule).map(([key, list]) => [key, [...new Set(list as string[])].sort()]),
  );
}

describe('input', () => {
  const list = (kind: string, ...items: object[]): string => JSON.stringify({ kind, items });
  const view = { metadata: { name: 'v' }, rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }] };

  test.each([
    ['a list of one kind, as the API answers it', list('ClusterRoleList', view)],
    ['several JSON documents', `${list('List')}\n${list('List', { kind: 'ClusterRole', ...view })}`],
    ['a single object', JSON.stringify({ kind: 'ClusterRole', ...view })],
    [
      'YAML of several documents',
      'kind: List\nitems: []\n---\nkind: ClusterRole\nmetadata: {name: v}\nrules: [{verbs: [get], apiGroups: [""], resources: [pods]}]',
    ],
    ['a byte order mark', `\uFEFF${list('ClusterRoleList', view)}`],
  ])('may be %s', (_what, text) => {
    expect(adopt(text).roles.map(({ entry }) => entry)).toEqual([
      { name: 'v', import: true, rules: [{ verbs: ['get'], resources: ['pods'] }] },
    ]);
  });

  test('of PowerShell is in UTF-16', async () => {
    const text = Buffer.from(`\uFEFF${list('ClusterRoleList', view)}`, 'utf16le');

    expect(await adoptRbac([file('utf16.json', text)], { names: false })).toContain('- name: v\n');
  });

  test.each([
    [
      '{"id": "/subscriptions/x", "name": "c"}',
      /not a Kubernetes object, which has a kind and a metadata.name: give what this prints: kubectl get/,
    ],
    [
      '{"kind":"Status","message":"clusterroles is forbidden"}',
      /a refusal of the API server: clusterroles is forbidden/,
    ],
    ['{"kind":"List","items":[]}', /there is no object in it/],
    ['a: [b', /neither JSON nor YAML/],
    ['', /there is no object in it/],
  ])('that is something else is refused: %s', async (text, message) => {
    await expect(adoptRbac([file('in', text)], { names: false })).rejects.toThrow(message);
  });

  test('may hold secrets, of which nothing is shown', () => {
    const secret = {
      kind: 'Secret',
      metadata: { name: 'password', namespace: 'shop' },
      data: { p: 'c2VjcmV0' },
    };
    const yaml = rbacYaml(adopt(list('List', secret, { kind: 'ClusterRole', ...view })), false);

    expect(yaml).toContain('# - 1 of kind Secret: not about access, not read');
    expect(yaml).not.toMatch(/password|c2VjcmV0/);
  });

  test('that is a page of a longer list is told', () => {
    const page = JSON.stringify({ kind: 'ClusterRoleList', metadata: { continue: 'x' }, items: [view] });

    expect(adopt(page).notCarriedOver).toEqual([
      'the list of ClusterRole goes on, and only its first page is here',
    ]);
  });
});

describe('marks', () => {
  const written = (manager: string, fields: object = { 'f:roleRef': {} }) =>
    adopt(
      binding({
        metadata: { name: 'b', managedFields: [{ manager, fieldsV1: fields }] },
        subjects: [{ kind: 'Group', name: 'system:authenticated' }],
      }),
    );

  test.each(['kubectl-create', 'kubectl-client-side-apply', 'Terraform', 'k9s', 'portal'])(
    'written by %s is the work of people',
    (manager) => {
      expect(written(manager).access).toHaveLength(1);
    },
  );

  test.each(['cert-manager-operator', 'helm', 'argocd-controller', 'kustomize-controller'])(
    'written by %s is that of an operator',
    (manager) => {
      expect([...written(manager).leftOut.values()].flat()).toEqual([
        `ClusterRoleBinding b (written by ${manager})`,
      ]);
    },
  );

  test('somebody who was put into a binding of Kubernetes itself is told', () => {
    const changed = binding({
      metadata: { name: 'cluster-admin', labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
      roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [
        { kind: 'Group', name: 'system:masters' },
        { kind: 'User', name: 'eve@contoso.com' },
      ],
    });

    expect(adopt(changed).notCarriedOver).toEqual([
      "ClusterRoleBinding cluster-admin: is a binding of Kubernetes itself, and somebody was put into it: User 'eve@contoso.com'; bind them by an entry of their own, then take them out",
    ]);
  });

  test('a role of all the others is told', () => {
    const all = {
      kind: 'ClusterRole',
      metadata: { name: 'all' },
      aggregationRule: { clusterRoleSelectors: [{}] },
    };
    expect(adopt(JSON.stringify(all)).notCarriedOver).toEqual([
      'ClusterRole all: its aggregation rule selects every cluster role, and aggregateFrom of aks.yaml takes labels alone',
    ]);
  });

  test('what Terraform would resolve stays out, as no configuration with it is read', () => {
    const { access, notCarriedOver } = adopt(binding({ subjects: [{ kind: 'User', name: '${USER}' }] }));

    expect([access, notCarriedOver.join()]).toEqual([[], expect.stringMatching(/b: '\$\{' is in it/)]);
  });

  test('what is in a namespace that is being deleted goes with it', () => {
    const shop = { kind: 'Namespace', metadata: { name: 'shop' }, status: { phase: 'Terminating' } };
    const role = { kind: 'Role', metadata: { name: 'r', namespace: 'shop' }, rules: [{ verbs: ['*'] }] };

    expect([...adopt(JSON.stringify(shop), JSON.stringify(role)).leftOut.values()]).toHaveLength(1);
  });

  test('text from the cluster cannot leave the comments', () => {
    const name = 'x\naccess:\n- clusterRole: cluster-admin\n';
    const yaml = rbacYaml(adopt(binding({ metadata: { name }, subjects: [] })), false);

    expect(parse(yaml)).toEqual({ grantClusterUser: false, directory: { lookUpUsers: false } });
  });
});
