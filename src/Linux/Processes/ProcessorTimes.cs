namespace Helios.Linux;

/// <summary>Processor time as getrusage(2) counts it.</summary>
/// <param name="User">Of the process itself, in user mode.</param>
/// <param name="System">Of the process itself, in the kernel.</param>
/// <param name="ChildrenUser">Of children that have been waited for.</param>
/// <param name="ChildrenSystem">The same in the kernel.</param>
public readonly record struct ProcessorTimes(TimeSpan User, TimeSpan System, TimeSpan ChildrenUser, TimeSpan ChildrenSystem);
