import { awsRegion, isOfAws, nearestAwsRegion } from './aws-regions';
import { ROLE_ARN } from '../schema/state-fields';
import { Report, Section } from './section';

/** The rules between keys of the section `state`. */
export function checkState(state: Section, report: Report): void {
  switch (state.backend) {
    case 'http':
      checkHttp(state, report);
      break;
    case 's3':
      checkS3(state, report);
      break;
    case 'azurerm':
      checkAzurerm(state, report);
      break;
    case 'oss':
      checkOss(state, report);
      break;
  }
}

function checkHttp(state: Section, report: Report): void {
  for (const key of ['lockAddress', 'lockMethod', 'unlockAddress', 'unlockMethod']) {
    if (state.lock === false && state[key] !== undefined) {
      report(['state', key], "has no effect with 'lock: false': remove one of the two");
    }
  }
}

function checkS3(state: Section, report: Report): void {
  const { region, endpoint } = state;
  const isOnAws = endpoint === undefined || (typeof endpoint === 'string' && isOfAws(endpoint));
  if (isOnAws) {
    checkNamesOfAws(state, report);
  }
  if (typeof region === 'string' && isOnAws && awsRegion(region) === 'none') {
    const meant = nearestAwsRegion(region);
    const fix = meant === undefined ? 'use one such as eu-central-1, or' : `did you mean '${meant}'? Or`;
    report(
      ['state', 'region'],
      `'${region}' is not an AWS region: ${fix} set 'endpoint' for another service`,
    );
  }
  checkOtherServices(state, report);
  if (state.lock === false && state.dynamodbTable !== undefined) {
    report(['state', 'dynamodbTable'], "has no effect with 'lock: false': remove one of the two");
  }
  if (state.encrypt === false && state.kmsKeyId !== undefined) {
    report(['state', 'kmsKeyId'], "has no effect with 'encrypt: false': remove one of the two");
  }
}

/** What other services than AWS have in forms of their own. */
function checkNamesOfAws({ bucket, roleArn }: Section, report: Report): void {
  if (typeof bucket === 'string' && bucket !== bucket.toLowerCase()) {
    report(
      ['state', 'bucket'],
      `'${bucket}' is no bucket of AWS: use the name of a bucket, lowercase, or set 'endpoint' for another service`,
    );
  }
  if (typeof roleArn === 'string' && !/^arn:aws[a-z-]*:iam::[0-9]{12}:/.test(roleArn)) {
    report(
      ['state', 'roleArn'],
      `'${roleArn}' is no role of AWS: use the ARN of a role, ${ROLE_ARN}, or set 'endpoint' for another service`,
    );
  }
}

/** Services of AWS that the backend asks beside S3: what needs them, and where they are when S3 is elsewhere. */
const OTHER_SERVICES = [
  { key: 'roleArn', endpointKey: 'stsEndpoint', service: 'STS' },
  { key: 'dynamodbTable', endpointKey: 'dynamodbEndpoint', service: 'DynamoDB' },
];

/** Without an endpoint of its own each of them is that of AWS, which knows nothing of another store. */
function checkOtherServices(state: Section, report: Report): void {
  const { endpoint } = state;
  for (const { key, endpointKey, service } of OTHER_SERVICES) {
    const isAsked = state[key] !== undefined;
    if (isAsked && state[endpointKey] === undefined && typeof endpoint === 'string' && !isOfAws(endpoint)) {
      report(
        ['state', key],
        `would be asked of ${service} of AWS, which '${endpoint}' is not: set '${endpointKey}' too, or remove it`,
      );
    }
    if (!isAsked && state[endpointKey] !== undefined) {
      report(['state', endpointKey], `has no effect without '${key}': remove it`);
    }
  }
}

function checkAzurerm(state: Section, report: Report): void {
  if (state.useOidc === true && state.useMsi === true) {
    report(
      ['state', 'useMsi'],
      "true is not valid with 'useOidc: true': remove the one that does not sign in",
    );
  }
}

/** Alibaba Cloud locks with a table of your own only. */
function checkOss(state: Section, report: Report): void {
  for (const key of ['tablestoreEndpoint', 'tablestoreTable']) {
    if (state.lock !== false && state[key] === undefined) {
      report(
        ['state', key],
        "is missing: states are locked by a table; add it, or set 'lock: false', with which two runs at once can ruin a state",
      );
    }
    if (state.lock === false && state[key] !== undefined) {
      report(['state', key], "has no effect with 'lock: false': remove one of the two");
    }
  }
}
