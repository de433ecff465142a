"use client";

import { Info } from "lucide-react";
import { FigureCard } from "@/components/charts/figure-card";
import { PeerBand } from "@/components/charts/peer-band";
import { NumberTile } from "@/components/charts/number-tile";
import { SectionCard } from "@/components/ui/card";
import { ButtonLink } from "@/components/ui/button";
import { numberFigure } from "@/server/metrics/core/prepare/number";
import { drawnSeries } from "@/server/metrics/core/prepare/series";
import type { FigureBucket } from "@/server/metrics/core/figure";
import type { Annotation, MetricValue } from "@/server/metrics/schema";

interface MetricCardProps {
  value: MetricValue;
  /** Query of the page, which links keep. */
  search: string;
  /** What happened meanwhile. */
  annotations?: readonly Annotation[];
  /** Looks into a point of the course. */
  onPoint?: (metric: string, bucket: FigureBucket) => void;
}

/** A metric: its value, how sure that is, and its course; or why there is none. */
export function MetricCard({ value, search, annotations = [], onPoint }: MetricCardProps) {
  const { definition } = value;
  const number = numberFigure(value);
  const course = drawnSeries(value, annotations);
  const explain = (
    <ButtonLink
      variant="ghost"
      size="icon-sm"
      href={`/insights/metrics/${definition.id}${search && `?${search}`}`}
      aria-label={`How ${definition.title} is computed, and from what`}
    >
      <Info aria-hidden />
    </ButtonLink>
  );
  if (definition.unavailable)
    return (
      <SectionCard title={definition.title} description={definition.question} actions={explain}>
        <p className="text-muted-foreground">{definition.unavailable}</p>
      </SectionCard>
    );
  const drawn = course ?? number;
  return (
    <FigureCard
      figure={drawn}
      description={definition.question}
      actions={explain}
      onPoint={onPoint && definition.listed ? (bucket) => onPoint(definition.id, bucket) : undefined}
    >
      {drawn.shape === "series" && (
        <>
          <NumberTile figure={number} />
          <PeerBand figure={number} />
        </>
      )}
    </FigureCard>
  );
}
