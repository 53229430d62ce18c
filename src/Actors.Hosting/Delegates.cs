using Helios.Actors.DependencyInjection;

namespace Helios.Actors.Hosting;

/// <summary>Makes the top-level actors.</summary>
public delegate Task ActorStarter(ActorSystem system, IActorRegistry registry);

/// <summary>Makes the top-level actors with help of the service provider.</summary>
public delegate Task ActorStarterWithResolver(ActorSystem system, IActorRegistry registry, IDependencyResolver resolver);

/// <summary>Runs when all actors have been made.</summary>
public delegate Task StartupTask(ActorSystem system, IActorRegistry registry);
