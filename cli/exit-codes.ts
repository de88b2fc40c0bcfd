/** When somebody becomes cluster administrator, or gets a way to become one or to read every secret. */
export const NEW_WAY_TO_THE_TOP = 2;
