/** When somebody becomes cluster administrator, or gets a way to become one or to read every secret. */
export const NEW_WAY_TO_THE_TOP = 2;

/** Nobody is called so: a script that cuts people off must not take a typing mistake for one who holds nothing. */
export const NOBODY = 2;

/** An audit log shows no use at all, so nothing can be told. */
export const NO_EVENTS = 2;

/** A folder of manifests may grant what the configuration does not. */
export const LEFT_BEHIND = 2;
