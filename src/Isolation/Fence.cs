namespace Helios.Isolation;

/// <summary>The defences that a test can have a launch leave out, to prove that the test of each would notice.</summary>
/// <remarks>Only tests can name one; nothing that a user writes gets here.</remarks>
[Flags]
public enum Fence
{
    /// <summary>Nothing is left out.</summary>
    None = 0,

    /// <summary>No device node on a root or its layers works.</summary>
    NoDevices = 1,

    /// <summary>Masks come from a checked descriptor, and before any volume.</summary>
    MaskSource = 2,

    /// <summary>A stream nobody gave is the supervisor's null device.</summary>
    NullDevice = 4,

    /// <summary>The targets of volumes are found without leaving the root and without magic links.</summary>
    Targets = 8,

    /// <summary>The child is the gate before anything of the container is executed.</summary>
    Gate = 16,

    /// <summary>Pipes belong to the payload's user.</summary>
    StreamOwner = 32,

    /// <summary>The host's root is read with the rights of nobody.</summary>
    HostReader = 64,

    /// <summary>Of the host's root only what is on a list is there.</summary>
    HostList = 128,

    /// <summary>Personality, keyring and core limit are not the launcher's.</summary>
    FreshState = 256,

    /// <summary>What a container can use up without having asked is bounded.</summary>
    Bounds = 512,

    /// <summary>Volumes and roots are opened once, through no link that a container can have made.</summary>
    Sources = 1024,

    /// <summary>Sockets are of listed families only.</summary>
    SocketFamilies = 2048,
}
