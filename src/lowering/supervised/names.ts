/** What a supervised Pod has that the one it was made from has not. */
export const VOLUME = 'sidecar-runtime';
export const MOUNT_PATH = '/sidecar-runtime';
export const RUNTIME_CONTAINER = 'sidecar-runtime';

/** Tells the supervisor the address that the kubelet would probe; it keeps it from the program. */
export const POD_IP_VARIABLE = 'SIDECAR_RUNTIME_POD_IP';

/** Starts itself with the busybox beside it. */
export const SUPERVISOR_FILE = `${MOUNT_PATH}/supervisor`;
