/** Height lines of a map, fading out: what the sign-in page rests on. Decoration only. */
export function Contours() {
  const rings = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  return (
    <svg
      aria-hidden
      viewBox="0 0 1200 420"
      preserveAspectRatio="xMidYMin slice"
      fill="none"
      className="text-border pointer-events-none absolute inset-x-0 top-0 -z-10 h-[420px] w-full [mask-image:linear-gradient(to_bottom,black,transparent),radial-gradient(ellipse_20rem_12rem_at_50%_38%,transparent_55%,black)] [mask-composite:intersect]"
    >
      {rings.map((ring) => (
        <path
          key={ring}
          stroke="currentColor"
          strokeWidth="1"
          d={`M${-60 - ring * 8} ${52 + ring * 44} C ${170 - ring * 10} ${-34 + ring * 40}, ${330 + ring * 14} ${150 + ring * 34}, ${560 + ring * 6} ${64 + ring * 42} S ${880 - ring * 12} ${-8 + ring * 46}, ${1010 + ring * 4} ${78 + ring * 38} S ${1200 + ring * 6} ${30 + ring * 44}, 1290 ${60 + ring * 40}`}
        />
      ))}
    </svg>
  );
}
