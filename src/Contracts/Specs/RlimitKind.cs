namespace Helios.Contracts;

/// <summary>The resources of getrlimit(2), with the kernel's numbers.</summary>
public enum RlimitKind
{
    /// <summary>Processor time in seconds.</summary>
    Cpu = 0,

    /// <summary>Size of a file in bytes.</summary>
    FSize = 1,

    /// <summary>Size of the data segment in bytes.</summary>
    Data = 2,

    /// <summary>Size of the main thread's stack in bytes.</summary>
    Stack = 3,

    /// <summary>Size of a core file in bytes.</summary>
    Core = 4,

    /// <summary>Resident set in bytes; ignored by today's kernels.</summary>
    Rss = 5,

    /// <summary>Processes of the real user id.</summary>
    NProc = 6,

    /// <summary>One more than the largest file descriptor.</summary>
    NoFile = 7,

    /// <summary>Locked memory in bytes.</summary>
    MemLock = 8,

    /// <summary>Address space in bytes.</summary>
    As = 9,

    /// <summary>File locks; ignored by today's kernels.</summary>
    Locks = 10,

    /// <summary>Queued signals.</summary>
    SigPending = 11,

    /// <summary>Bytes in POSIX message queues.</summary>
    MsgQueue = 12,

    /// <summary>Ceiling of the nice value, as 20 - nice.</summary>
    Nice = 13,

    /// <summary>Ceiling of the real-time priority.</summary>
    RtPrio = 14,

    /// <summary>Microseconds of real-time running without a blocking call.</summary>
    RtTime = 15,
}
