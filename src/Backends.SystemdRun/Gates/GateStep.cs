namespace Helios.Backends.SystemdRun.Gates;

/// <summary>The step at which a gate failed, as its listing numbers them.</summary>
internal enum GateStep
{
    /// <summary>Putting the descriptors at their numbers.</summary>
    Descriptors = 1,

    /// <summary>Finding room for the message.</summary>
    Memory = 2,

    /// <summary>Making the terminal the controlling one.</summary>
    Terminal = 3,

    /// <summary>Entering the working directory.</summary>
    Directory = 4,

    /// <summary>Becoming the program.</summary>
    Program = 5,

    /// <summary>Installing the system call filter.</summary>
    Filter = 6,
}
