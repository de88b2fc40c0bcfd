/** Matchers of who may do what, for the tests of a cdktf app. */
export { AccessAnswer, accessOf, AccessOptions, AccessPlace, AppAccess } from './app-access';
export { accessMatchers } from './matchers';
