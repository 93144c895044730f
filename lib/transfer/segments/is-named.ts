/** Whether that is an exception of the platform by that name. */
export const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;
