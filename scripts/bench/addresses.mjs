/** Where everything listens, counted from one port, so that a portal that is in use is left alone. */
export function addressesFrom(first) {
  return {
    portal: first + 7,
    forge: first + 110,
    argo: { nonprod: first + 120, prod: first + 121, large: first + 122 },
    kubernetes: first + 130,
    registry: first + 140,
    jenkins: first + 150,
    prometheus: first + 160,
    plans: first + 170,
    control: first + 190,
  };
}

export function allPorts(ports) {
  const { argo, ...others } = ports;
  return [...Object.values(others), ...Object.values(argo)];
}
