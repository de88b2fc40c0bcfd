import { AWS_REGION } from '../schema/state-fields';
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
  if (typeof region === 'string' && endpoint === undefined && !AWS_REGION.test(region)) {
    report(
      ['state', 'region'],
      `'${region}' is not an AWS region: use one such as eu-central-1, or set 'endpoint' for another service`,
    );
  }
  if (state.lock === false && state.dynamodbTable !== undefined) {
    report(['state', 'dynamodbTable'], "has no effect with 'lock: false': remove one of the two");
  }
  if (state.encrypt === false && state.kmsKeyId !== undefined) {
    report(['state', 'kmsKeyId'], "has no effect with 'encrypt: false': remove one of the two");
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
