using Helios.Allocator.Benchmarks;

// With no argument: everything, in about a minute and a half. With section names: only those. Arguments that start with -- are
// this program's own child processes.
if (args.Length > 0 && args[0].StartsWith("--", StringComparison.Ordinal))
{
    return Children.Run(args);
}

if (Relaunch.IsNeeded)
{
    return Relaunch.Run(args);
}

(string Name, Action Run)[] sections =
[
    ("pairs", TimedSections.Pairs),
    ("batches", TimedSections.Batches),
    ("threads", TimedSections.ProducerConsumer),
    ("trace", TimedSections.Trace),
    ("burst", ProcessSections.Burst),
    ("mixed", ProcessSections.Mixed),
    ("ring", RingSection.Run),
];
foreach ((string name, Action run) in sections)
{
    if (args.Length == 0 || args.Contains(name))
    {
        run();
        Console.WriteLine();
    }
}

return 0;
