namespace Helios.Simulation;

/// <summary>A track cut into places of the same length.</summary>
internal static class Timeline
{
    /// <summary>The worst condition within each place.</summary>
    internal static Condition[] Cells(ContainerTrack track, TimeSpan length, int count)
    {
        Condition[] cells = new Condition[count];
        int change = 0;
        for (int i = 0; i < count; i++)
        {
            TimeSpan end = length * (i + 1) / count;
            while (change + 1 < track.Changes.Count && track.Changes[change + 1].From <= length * i / count)
            {
                change++;
            }

            cells[i] = track.Changes[change].Condition;
            for (int next = change + 1; next < track.Changes.Count && track.Changes[next].From < end; next++)
            {
                cells[i] = (Condition)Math.Max((int)cells[i], (int)track.Changes[next].Condition);
            }
        }

        return cells;
    }

    /// <summary>How text shows it.</summary>
    internal static char Letter(Condition condition) => condition switch
    {
        Condition.Ready => '#',
        Condition.Running => '+',
        Condition.Starting => '^',
        Condition.Stopping => 'v',
        Condition.Unhealthy => '!',
        Condition.Waiting => '.',
        Condition.BackingOff => '~',
        Condition.Failed => 'x',
        _ => ' ',
    };
}
