import { ClusterRoleBindingV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-binding-v1';
import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { KubernetesConnection, KubernetesNamespace, RbacBinding, RbacRole, RbacSubject } from '../../lib';
import { synth, Synthesized } from './synth';
import { cluster, providers } from './sample-connection';

describe('several clusters in one stack', () => {
  test('each gets an alias from its IDs, and the first is the default beside it', () => {
    const connections: KubernetesConnection[] = [];
    const synthesized = synth((stack) => {
      const region = new Construct(stack, 'West Europe');
      for (const [scope, id] of [
        [stack, 'Blue'],
        [stack, 'Green'],
        [region, 'Green'],
        [stack, 'Default'],
      ] as const) {
        connections.push(new KubernetesConnection(scope, id, { cluster: cluster(scope, `${id}Cluster`) }));
      }
      (connections[0]!.node.defaultChild as KubernetesProvider).addOverride('proxy_url', 'http://10.0.0.4');
    });

    const aliases = connections.map(({ alias }) => alias);
    expect(aliases).toEqual([
      'Blue',
      'Green',
      expect.stringMatching(/^WestEurope_Green_[0-9A-F]{8}$/),
      expect.stringMatching(/^connection_[0-9a-f]{8}$/),
    ]);
    const defined = providers(synthesized);
    expect(new Set(defined.map(({ alias }) => alias))).toEqual(new Set([undefined, ...aliases]));
    const { alias: _, ...first } = defined.find(({ alias }) => alias === 'Blue')!;
    expect(first).toMatchObject({ proxy_url: 'http://10.0.0.4' });
    expect(defined).toContainEqual(first);
  });

  test('what was made through one of them is never taken for that of another', () => {
    const synthesize = (ids: readonly string[]): Synthesized =>
      synth((stack) => {
        for (const id of ids) {
          const connection = new KubernetesConnection(stack, id, { cluster: cluster(stack, `${id}Cluster`) });
          new KubernetesNamespace(stack, `${id}Shop`, { name: 'shop', connection });
        }
      });

    const both = synthesize(['Blue', 'Green']);
    const namespaces = Object.values(both.resource['kubernetes_namespace_v1']!);
    expect(namespaces.map(({ provider }) => provider)).toEqual(['kubernetes.Blue', 'kubernetes.Green']);
    // What is in the state and not in the configuration is deleted through a provider of the alias that it was made through.
    const left = providers(synthesize(['Green'])).map(({ alias }) => alias);
    expect(left).not.toContain('Blue');
  });

  test('a namespace that was defined while there was one connection is still waited for', () => {
    const synthesized = synth((stack) => {
      const connect = (id: string): KubernetesConnection =>
        new KubernetesConnection(stack, id, { cluster: cluster(stack, `${id}Cluster`) });
      const connection = connect('Blue');
      new KubernetesNamespace(stack, 'Shop', { name: 'shop', connection });
      connect('Green');
      const subjects = [RbacSubject.user('alice@contoso.com')];
      new RbacBinding(stack, 'Binding', { role: RbacRole.VIEW, namespace: 'shop', subjects, connection });
    });

    expect(synthesized.json).toContain('"namespace": "${kubernetes_namespace_v1.Shop');
  });

  test('what names no provider is told apart by that of the first', () => {
    const synthesized = synth((stack) => {
      new NamespaceV1(stack, 'Own', { metadata: { name: 'own' } });
      for (const id of ['Blue', 'Green']) {
        new KubernetesConnection(stack, id, { cluster: cluster(stack, `${id}Cluster`) });
      }
    });

    expect(synthesized.resource.kubernetes_namespace_v1!.Own!.provider).toBe('kubernetes.Blue');
  });

  test('each stack has a default of its own', () => {
    const connect = (stack: TerraformStack): KubernetesConnection =>
      new KubernetesConnection(stack, 'Kubernetes', { cluster: cluster(stack, 'Aks') });

    for (let i = 0; i < 2; i += 1) {
      synth((stack) => expect(connect(stack).alias).toBeUndefined());
    }
  });
});

test.each([
  [
    undefined,
    "[test] 'test/own' is a kubernetes provider with no alias, like that of 'test/Blue', and Terraform allows only one: give",
  ],
  ['Green', "[test] 'test/own' is a kubernetes provider with the alias 'Green', like that of 'test/Green'"],
])('a provider of the same alias, %j, beside a connection is refused', (alias, message) => {
  const build = (): unknown =>
    synth((stack) => {
      for (const id of ['Blue', 'Green']) {
        new KubernetesConnection(stack, id, { cluster: cluster(stack, `${id}Cluster`) });
      }
      new KubernetesProvider(stack, 'own', { alias });
    });

  expect(build).toThrow(message);
});

test('many connections are held against the providers of the stack once', () => {
  const searches = (count: number): number => {
    let calls = 0;
    synth((stack) => {
      for (let i = 0; i < count; i += 1) {
        new KubernetesConnection(stack, `Kubernetes${i}`, { cluster: cluster(stack, `Aks${i}`) });
      }
      const findAll = stack.node.findAll.bind(stack.node);
      stack.node.findAll = (order) => {
        calls += 1;
        return findAll(order);
      };
    });
    return calls;
  };

  expect(searches(1)).toBeGreaterThan(0);
  expect(searches(9)).toBe(searches(1));
});

test('the default child is the provider, so that anything of it can be overridden', () => {
  const synthesized = synth((stack) => {
    const connection = new KubernetesConnection(stack, 'Kubernetes', { cluster: cluster(stack, 'Aks') });
    (connection.node.defaultChild as KubernetesProvider).proxyUrl = 'http://proxy.example.com:3128';
  });

  expect(providers(synthesized)[0]).toMatchObject({ proxy_url: 'http://proxy.example.com:3128' });
});

describe('labels and annotations of others', () => {
  function synthIgnoring(ignoreLabels: string[], ignoreAnnotations?: string[]): Record<string, unknown> {
    const synthesized = synth((stack) => {
      const aks = cluster(stack, 'Aks');
      new KubernetesConnection(stack, 'Kubernetes', { cluster: aks, ignoreLabels, ignoreAnnotations });
    });
    return providers(synthesized)[0]!;
  }

  test('are told to the provider by their keys, and it matches no others', () => {
    const provider = synthIgnoring(['istio.io/rev', 'team'], ['argocd.argoproj.io/*', '*']);
    const [exact, ...others] = (provider.ignore_labels as string[]).map((one) => new RegExp(one));

    expect(exact!.test('istio.io/rev')).toBe(true);
    expect(
      ['istio.io/revision', 'istiodio/rev', 'my.istio.io/rev'].filter((key) => exact!.test(key)),
    ).toEqual([]);
    expect(others).toEqual([/^team$/]);
    expect(provider.ignore_annotations).toEqual(['^argocd\\.argoproj\\.io/', '^']);
  });

  test('that are known at deployment only are passed on', () => {
    const synthesized = synth((stack) => {
      const key = new TerraformVariable(stack, 'key', { type: 'string' }).stringValue;
      new KubernetesConnection(stack, 'Kubernetes', { cluster: cluster(stack, 'Aks'), ignoreLabels: [key] });
    });
    expect(providers(synthesized)[0]!.ignore_labels).toEqual(['${var.key}']);
  });

  test.each(['^argocd.*', 'istio.io/', '', 'a b', '*.istio.io/rev', 'a*b'])("'%s' is no key", (key) => {
    expect(() => synthIgnoring([key])).toThrow(
      `ignoreLabels[0] '${key}' is not valid: use a key, such as 'istio.io/rev'`,
    );
  });
});

describe('a stack whose kubernetes providers have aliases only', () => {
  const OPS = RbacSubject.group('894656e1-39f8-4bfe-b16a-510f61af6f41');
  const bound = (define: (stack: TerraformStack, binding: RbacBinding) => void): (() => unknown) => {
    return () =>
      synth((stack) =>
        define(stack, new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, subjects: [OPS] })),
      );
  };

  test('is refused, as bindings would go to the cluster of the environment', () => {
    const define = bound(
      (stack) => void new KubernetesProvider(stack, 'Other', { alias: 'other', host: 'https://a.b' }),
    );
    expect(define).toThrow(
      "[test] 'test/Ops' would be deployed to the cluster that KUBE_* variables name, as the kubernetes providers of the stack " +
        "have aliases, 'other', and none is the default: define a KubernetesConnection, or leave the alias out",
    );
  });

  test('is right where there is a default, or each resource has its own', () => {
    const own = (stack: TerraformStack, alias?: string): KubernetesProvider =>
      new KubernetesProvider(stack, alias ?? 'Default_', { alias, host: 'https://a.b' });
    const both = bound((stack) => [own(stack), own(stack, 'other')]);
    const escaped = bound((stack, { node }) => {
      (node.defaultChild as ClusterRoleBindingV1).provider = own(stack, 'other');
    });
    const overridden = bound((stack, { node }) => {
      own(stack, 'other');
      (node.defaultChild as ClusterRoleBindingV1).addOverride('provider', 'kubernetes.other');
    });

    for (const define of [both, escaped, overridden]) {
      expect(define).not.toThrow();
    }
  });
});

test('what is connected to no cluster is told with the fix', () => {
  const unconnected = (): unknown =>
    synth((stack) => {
      new KubernetesNamespace(stack, 'Shop', { name: 'shop' });
      new KubernetesNamespace(stack, 'Billing', { name: 'billing' });
    });

  expect(unconnected).toThrow(
    "'test/Shop' and 1 more would be deployed to no cluster: define a KubernetesConnection in stack 'test'",
  );
});
