import { SynthesizedApp } from '../../access/configured/synthesized-app';
import { isOnPath, requireTerraform } from '../../rehearsal/terraform-binary';
import { isAtLeast } from '../../rehearsal/version-constraint';
import { Finding } from './findings';

/** The oldest Node.js that the commands run with. */
const MINIMUM_NODE = '20.19.0';

/** What a deployment runs with on this machine. */
export function toolFindings({ config, stacks }: SynthesizedApp): Finding[] {
  return [
    nodeFinding(process.versions.node),
    terraformFinding(),
    ...(config.kubernetes.credentials === 'kubelogin' ? [kubeloginFinding()] : []),
    providersFinding(Object.values(stacks)),
  ];
}

function nodeFinding(version: string): Finding {
  return isAtLeast(version, MINIMUM_NODE)
    ? { check: 'Node.js', verdict: 'ok', text: version }
    : {
        check: 'Node.js',
        verdict: 'wrong',
        text: `${version} is too old`,
        fix: `install ${MINIMUM_NODE} or later`,
      };
}

function terraformFinding(): Finding {
  try {
    return { check: 'Terraform', verdict: 'ok', text: requireTerraform() };
  } catch (error) {
    const [text, ...fix] = (error as Error).message.split(': ');
    // The option is one of other commands.
    const own = fix.join(': ').replace(/,? or let --install-terraform fetch it/, '');
    return { check: 'Terraform', verdict: 'wrong', text: text!, fix: own };
  }
}

function kubeloginFinding(): Finding {
  return isOnPath('kubelogin')
    ? { check: 'kubelogin', verdict: 'ok', text: 'is on the PATH' }
    : {
        check: 'kubelogin',
        verdict: 'wrong',
        text: 'is not on the PATH, and the access stack signs in with it',
        fix: 'install it, https://azure.github.io/kubelogin/',
      };
}

function providersFinding(stacks: readonly object[]): Finding {
  const required = stacks.flatMap((stack) =>
    Object.entries(
      (stack as { terraform?: { required_providers?: Record<string, { version?: string }> } }).terraform
        ?.required_providers ?? {},
    ).map(([name, { version = 'any' }]) => `${name} ${version}`),
  );
  return { check: 'providers', verdict: 'ok', text: [...new Set(required)].sort().join(', ') };
}
