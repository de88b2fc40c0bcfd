import { Document, parseDocument, YAMLMap, YAMLSeq } from 'yaml';

const COMMENT =
  '# On a pull request: the configuration is rehearsed, who gains and who loses access becomes a comment, and what breaks\n' +
  '# a rule of the configuration, when it has rules, is annotated on its line.\n' +
  '# Needs no credentials. node_modules/cdktf-aks-aad-app/examples/pipelines has those that plan and deploy for real.\n';

/** The part of the pipeline for pull requests that needs no Azure, and the rehearsal in front of its comparison. */
export function pullRequestWorkflow(planWorkflow: string): string {
  const workflow = parseDocument(planWorkflow.replace(/^(#.*\n)+/, ''));
  const steps = stepsOf(workflow, 'access');
  const terraform = stepsOf(workflow, 'plan').items.find((step) => nameOf(step).startsWith('hashicorp/'));
  const installation = steps.items.findIndex((step) => nameOf(step) === 'npm ci');
  if (!terraform || installation < 0) {
    throw new Error(
      'examples/pipelines/github/plan.yml has no step that sets Terraform up, or none that is npm ci',
    );
  }

  steps.items.splice(installation, 0, terraform);
  steps.items.splice(installation + 2, 0, workflow.createNode({ run: 'npm start' }) as YAMLMap);
  workflow.deleteIn(['jobs', 'plan']);
  workflow.set('name', 'Access');
  workflow.setIn(['concurrency', 'group'], 'access-${{ github.ref }}');
  return COMMENT + workflow.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function stepsOf(workflow: Document, job: string): YAMLSeq<YAMLMap> {
  return workflow.getIn(['jobs', job, 'steps']) as YAMLSeq<YAMLMap>;
}

function nameOf(step: YAMLMap): string {
  const name = step.get('uses') ?? step.get('run');
  return typeof name === 'string' ? name : '';
}
