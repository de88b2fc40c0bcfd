import { closeTo } from '../../../lib/shared/close-to';

/** Regions that Terraform's backend s3 takes: those of Terraform 1.11, each tried with `terraform init`. */
const REGIONS = [
  ...['af-south-1', 'ap-east-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1'],
  ...['ap-south-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5'],
  ...['ap-southeast-7', 'ca-central-1', 'ca-west-1', 'cn-north-1', 'cn-northwest-1', 'eu-central-1'],
  ...['eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1', 'sa-east-1', 'us-east-1', 'us-east-2'],
  ...['us-west-1', 'us-west-2', 'us-gov-east-1', 'us-gov-west-1', 'us-iso-east-1', 'us-iso-west-1'],
  ...['us-isob-east-1', 'us-isof-east-1', 'us-isof-south-1', 'eu-isoe-west-1'],
];

/** Regions that AWS has opened since, which a later Terraform takes. */
const LATER_REGIONS = ['ap-east-2', 'ap-southeast-6', 'eusc-de-east-1', 'us-isob-west-1'];

/** How AWS calls a region, so that one which is opened tomorrow is not refused. */
const FORM =
  /^([a-z]{2}|eusc)(-(gov|iso[a-z]?|[a-z]{2}))?-(north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9][0-9]?$/;

/** Whether Terraform takes a region, may take it when it is newer, or never does. */
export function awsRegion(region: string): 'known' | 'possible' | 'none' {
  if (REGIONS.includes(region) || LATER_REGIONS.includes(region)) {
    return 'known';
  }
  return FORM.test(region) ? 'possible' : 'none';
}

/** The region that was meant. */
export function nearestAwsRegion(region: string): string | undefined {
  return closeTo(region, REGIONS);
}

/** Such as an endpoint in a network of one's own, or one of FIPS. */
export function isOfAws(endpoint: string): boolean {
  return /\.amazonaws\.com(\.cn)?(:[0-9]+)?\/?$/.test(endpoint);
}
