import { ProviderBehaviour } from '../../../rehearsal/world/behaviour';
import { startProviders } from '../../../rehearsal/protocol/provider-server';
import { State } from '../../../rehearsal/protocol/values';
import { World } from '../../../rehearsal/world/world';
import { RefusalCase, RehearsedService } from './rehearsed-service';
import { TerraformDirectory } from '../terraform';

/** What real Terraform printed when it was given the bad calls of many cases at once. */
export interface TerraformRefusals {
  readonly validate: string;
  readonly apply: string;
}

export interface RefusalsInput {
  readonly behaviour: ProviderBehaviour;
  readonly version: string;
  readonly world: World;
  readonly service: RehearsedService;
  readonly cases: readonly RefusalCase[];
}

/**
 * Runs `terraform validate` on all calls that the provider refuses, and `terraform apply` on all that the service does.
 *
 * Terraform goes on after an error with whatever does not depend on it, so one run shows all refusals.
 */
export async function terraformRefusals(input: RefusalsInput): Promise<TerraformRefusals> {
  const { behaviour, version, world, service, cases } = input;
  const isRefusedEarly = (one: RefusalCase): boolean =>
    service.refusals(one).some(({ rule }) => rule.at === 'validate');
  const providers = await startProviders({
    providers: [{ behaviour, version }],
    tenant: service.tenant,
    world,
  });
  const terraform = new TerraformDirectory(providers.reattach);

  try {
    terraform.write(configuration(behaviour.name, cases.filter(isRefusedEarly)), 'main.tf.json');
    await terraform.succeed('init');
    const validated = await terraform.run('validate');

    const later = cases.filter((one) => !isRefusedEarly(one));
    const inPlan = later.filter((one) => service.isRefusedInPlan(one));
    // A plan that is refused is not applied.
    terraform.write(configuration(behaviour.name, inPlan), 'main.tf.json');
    const planned = inPlan.length > 0 ? await terraform.run('plan') : { output: '' };

    terraform.write(
      configuration(
        behaviour.name,
        later.filter((one) => !inPlan.includes(one)),
      ),
      'main.tf.json',
    );
    const applied = await terraform.run('apply', '-auto-approve');
    return { validate: `${validated.output} ${planned.output}`, apply: applied.output };
  } finally {
    terraform.remove();
    await providers.stop();
  }
}

/** Terraform's JSON syntax, one block for each case. */
function configuration(provider: string, cases: readonly RefusalCase[]): string {
  const resources: Record<string, Record<string, State>> = {};
  const data: Record<string, Record<string, State>> = {};
  const imports: State[] = [];
  cases.forEach(({ on, bad, changes }, i) => {
    const isData = on.startsWith('data.');
    const type = isData ? on.slice('data.'.length) : on;
    const blocks = isData ? data : resources;
    blocks[type] = { ...blocks[type], [`case${i}`]: bad };
    if (changes !== undefined) {
      imports.push({ to: `${type}.case${i}`, id: changes });
    }
  });

  return JSON.stringify({
    terraform: { required_providers: { [provider]: { source: `hashicorp/${provider}` } } },
    provider: { [provider]: provider === 'azurerm' ? { features: {} } : {} },
    // An empty object would be a block without labels.
    ...(Object.keys(resources).length > 0 ? { resource: resources } : {}),
    ...(Object.keys(data).length > 0 ? { data } : {}),
    import: imports,
  });
}
