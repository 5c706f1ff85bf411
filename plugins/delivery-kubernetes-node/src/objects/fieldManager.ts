/**
 * Who changes objects, as `managedFields` has it. It is a name of its own, as controllers that apply from Git take
 * back what `kubectl` has changed.
 */
export const FIELD_MANAGER = 'throughline';
